/** Our own icons: a grid of 20, strokes of 1.5 with round ends. They never carry a meaning alone. */
const paths = {
  check: <path d="M4 10.5l4 4 8-9" />,
  sun: (
    <>
      <circle cx="10" cy="10" r="3.4" />
      <path d="M10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1" />
    </>
  ),
  list: <path d="M7.5 5.5H17M7.5 10H17M7.5 14.5H17M3.5 5.5h.01M3.5 10h.01M3.5 14.5h.01" />,
  plus: <path d="M10 4v12M4 10h12" />,
  back: <path d="M12.5 4.5L7 10l5.5 5.5" />,
  next: <path d="M7.5 4.5L13 10l-5.5 5.5" />,
  user: (
    <>
      <circle cx="10" cy="7" r="3.2" />
      <path d="M3.8 17c.8-3.3 3.2-5 6.2-5s5.4 1.7 6.2 5" />
    </>
  ),
  keyboard: (
    <>
      <rect x="2.5" y="5" width="15" height="10" rx="1.8" />
      <path d="M5.8 8.5h.01M8.6 8.5h.01M11.4 8.5h.01M14.2 8.5h.01M7 12h6" />
    </>
  ),
  menu: <path d="M4 6h12M4 10h12M4 14h12" />,
  close: <path d="M5 5l10 10M15 5L5 15" />,
  more: <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" strokeWidth="2.4" />,
  scan: <path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M3 10h14" />,
  find: (
    <>
      <circle cx="9" cy="9" r="5.2" />
      <path d="M13 13l4 4" />
    </>
  ),
  folder: <path d="M2.8 5h5l1.7 2h7.7v9H2.8z" />,
  clock: (
    <>
      <circle cx="10" cy="10" r="7.2" />
      <path d="M10 5.8V10l3 2" />
    </>
  ),
  hand: (
    <path d="M7 11V5.2a1.3 1.3 0 0 1 2.6 0V9l4.6.9c1 .2 1.6 1 1.5 2l-.5 3.1c-.2 1.2-1.2 2-2.4 2h-2.3c-.9 0-1.7-.4-2.2-1.1L5 12" />
  ),
  to: <path d="M4 10h11M11 5.5l4.5 4.5-4.5 4.5" />,
  in: <path d="M16 10H5M9 5.5L4.5 10 9 14.5" />,
  copy: (
    <>
      <rect x="7" y="7" width="9.5" height="9.5" rx="1.8" />
      <path d="M13 7V5.2c0-.9-.7-1.7-1.7-1.7H5.2c-1 0-1.7.8-1.7 1.7v6.1c0 1 .8 1.7 1.7 1.7H7" />
    </>
  ),
  lock: (
    <>
      <rect x="4.5" y="8.5" width="11" height="8.5" rx="1.8" />
      <path d="M7 8.5V6.2a3 3 0 0 1 6 0v2.3" />
    </>
  ),
  alert: (
    <>
      <path d="M10 3.2l7.4 13.3H2.6z" />
      <path d="M10 8.2v3.6M10 14.2h.01" />
    </>
  ),
  chats: <path d="M3 4.5h14v9H9.5L6 16.5v-3H3z" />,
  ring: (
    <>
      <circle cx="10" cy="10" r="7.2" />
      <circle cx="10" cy="10" r="2.6" />
    </>
  ),
  phone: (
    <>
      <rect x="5.5" y="2.5" width="9" height="15" rx="2" />
      <path d="M9 14.8h2" />
    </>
  ),
  refresh: <path d="M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5" />,
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size }: { name: IconName; size?: 's' | 'x' }) {
  return (
    <svg className={`i ${size ?? ''}`} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {paths[name]}
    </svg>
  );
}

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect x="3" y="6.5" width="26" height="19" rx="3" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M8 12h9M8 16.5h5" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <rect className="seal" x="18.5" y="15" width="6.5" height="6.5" rx="1" />
    </svg>
  );
}

/** In both languages the same, as text, on every page. */
export function Stamp() {
  return (
    <span className="stamp" data-testid="simulated" lang="zh-CN">
      SIMULATED 模拟
    </span>
  );
}
