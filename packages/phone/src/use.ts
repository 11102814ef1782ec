import { type RefObject, useEffect, useRef, useState } from 'react';

/** Draws again every `ms`; for clocks and countdowns. */
export function useTick(ms: number): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
}

export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const listen = () => setMatches(list.matches);
    listen();
    list.addEventListener('change', listen);
    return () => list.removeEventListener('change', listen);
  }, [query]);
  return matches;
}

/** Escape closes it; focus begins at the heading, stays inside and goes back to where it was. */
export function useModal(onClose: () => void): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const here = box.current;
    const first = here?.querySelector<HTMLElement>('[data-first]') ?? here?.querySelector<HTMLElement>('h2,h3,button');
    first?.focus({ preventScroll: true });
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        close.current();
      }
      if (event.key === 'Tab' && here) keepInside(event, here);
    };
    here?.addEventListener('keydown', press);
    return () => {
      here?.removeEventListener('keydown', press);
      before?.focus({ preventScroll: true });
    };
  }, []);
  return box;
}

function keepInside(event: KeyboardEvent, box: HTMLElement): void {
  const all = [...box.querySelectorAll<HTMLElement>('button,input,select,textarea,a[href],[tabindex="0"]')].filter(
    (element) => !element.hasAttribute('disabled'),
  );
  const first = all[0];
  const last = all.at(-1);
  if (!first || !last) return;
  const now = document.activeElement;
  if (event.shiftKey && (now === first || !all.includes(now as HTMLElement))) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && now === last) {
    event.preventDefault();
    first.focus();
  }
}

/** A button's word for two seconds after it copied something. */
export function useCopied(): [boolean, (text: string) => void] {
  const [copied, setCopied] = useState(false);
  return [
    copied,
    (text) => {
      void copyText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    },
  ];
}

/** The clipboard wants a secure context, which 127.0.0.1 is and a name of a container is not. */
async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}
