import { useEffect } from 'react';
import { Icon } from './icons.tsx';
import { session, useSession } from './session.ts';

/** Outside the device, for what was just done; a silent authorisation is told here too. */
export function Toast() {
  const { toast } = useSession();
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => session.set({ toast: null }), 5000);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toast && (
        <p className="toast" data-testid="toast" key={toast.at}>
          <Icon name="ring" size="s" />
          <span>{toast.text}</span>
        </p>
      )}
    </div>
  );
}
