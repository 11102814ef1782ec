/** What the gateway says in the chat, zh and en as a pair. A link is put in by the caller, ready to be tapped. */
export const chatTexts = {
  zh: {
    welcomeByName: (name: string) => `欢迎你，${name}。`,
    welcome: (site: string) => `欢迎来到${site}。`,
    welcomeWithLink: (site: string, link: (label: string) => string) =>
      `欢迎来到${site}。我们还不知道怎么称呼你，${link('点这里登录')}，下次就能叫出你的名字。`,
    signIn: (site: string, link: (label: string) => string) => `${link(`点这里登录${site}`)}。`,
    signInOnce: (site: string, link: (label: string) => string) =>
      `${link(`点这里登录${site}`)}。链接十分钟内有效，只能用一次，请不要转发。`,
    noSignIn: (site: string) => `${site}还不能用微信登录。`,
  },
  en: {
    welcomeByName: (name: string) => `Welcome, ${name}.`,
    welcome: (site: string) => `Welcome to ${site}.`,
    welcomeWithLink: (site: string, link: (label: string) => string) =>
      `Welcome to ${site}. We do not know your name yet. ${link('Tap here to sign in')} and we will greet you properly.`,
    signIn: (site: string, link: (label: string) => string) => `${link(`Tap here to sign in to ${site}`)}.`,
    signInOnce: (site: string, link: (label: string) => string) =>
      `${link(`Tap here to sign in to ${site}`)}. The link works once, within ten minutes. Please do not pass it on.`,
    noSignIn: (site: string) => `${site} cannot sign people in with WeChat yet.`,
  },
} as const;
