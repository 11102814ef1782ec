/** What the groups of an account's settings are made of. */
import { type ReactNode, useState } from 'react';
import { useWords } from '../session.ts';
import { useCopied } from '../use.ts';

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="group">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function Copyable({ label, value, secret = false }: { label: string; value: string; secret?: boolean }) {
  const words = useWords();
  const [copied, copy] = useCopied();
  const [open, setOpen] = useState(!secret);
  return (
    <div className="copyable">
      <span className="label" lang={/^[A-Z]/.test(label) ? 'en' : undefined}>
        {label}
      </span>
      <code>{open ? value : '•'.repeat(12)}</code>
      {secret && (
        <button type="button" className="btn tiny" onClick={() => setOpen(!open)}>
          {open ? words.hide : words.show}
        </button>
      )}
      <button type="button" className="btn tiny" aria-label={`${words.copy} ${label}`} onClick={() => copy(value)}>
        {copied ? words.copied : words.copy}
      </button>
    </div>
  );
}
