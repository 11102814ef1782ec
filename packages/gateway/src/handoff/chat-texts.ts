/** What the account says in the chat about a waiting browser, zh and en as a pair. */

/** The word that confirms a message code. */
export const confirmWords = { zh: '确认登录', en: 'sign me in' } as const;

interface Waiting {
  readonly site: string;
  readonly device: string;
  readonly network: string;
}

export const handoffTexts = {
  zh: {
    askWord: ({ site, device, network }: Waiting) =>
      `${site}想在${device}上登录（网络 ${network}）。是你本人，请回复「${confirmWords.zh}」；不是就不用理会。`,
    askNumber: ({ site, device, network }: Waiting) =>
      `${site}想在${device}上登录（网络 ${network}）。是你本人，请回复电脑上显示的数字；是别人发给你的码，就不用理会。`,
    done: (site: string) => `好了，${site}已登录。`,
    /** Around a link that is ready to be tapped. */
    doneUnnamed: (site: string, link: (label: string) => string) =>
      `好了，${site}已登录。它还不知道怎么称呼你，${link('点这里告诉它')}。`,
    wrongNumber: '数字不一致。为了安全，这次登录已关闭。请在电脑上换一个码，再扫一次。',
    gone: '这个码不能用了。请在电脑上换一个码，再扫一次。',
  },
  en: {
    askWord: ({ site, device, network }: Waiting) =>
      `${site} asks to sign in on a ${device} (network ${network}). If it is you, answer "${confirmWords.en}"; if not, do nothing.`,
    askNumber: ({ site, device, network }: Waiting) =>
      `${site} asks to sign in on a ${device} (network ${network}). If it is you, answer with the number that the computer shows; if somebody sent you the code, do nothing.`,
    done: (site: string) => `Done. You are signed in to ${site}.`,
    doneUnnamed: (site: string, link: (label: string) => string) =>
      `Done. You are signed in to ${site}. It does not know your name yet. ${link('Tap here to tell it')}.`,
    wrongNumber:
      'That was another number. To be safe we closed this sign-in. Get a new code on the computer and scan it again.',
    gone: 'This code does not work any more. Get a new one on the computer and scan it again.',
  },
} as const;
