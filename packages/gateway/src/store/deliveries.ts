/** A push that a listening system is still to hear of. `target` names the rule. */
export interface Delivery {
  pushId: string;
  target: string;
  attempts: number;
  nextAt: number;
}

export interface DeliveryStore {
  /** What is there already stays as it is. */
  put(deliveries: readonly Omit<Delivery, 'attempts'>[]): Promise<void>;
  /** Takes what is due at `now` for this caller until `until`, and counts the attempt. */
  take(limit: number, now: number, until: number): Promise<readonly Delivery[]>;
  later(pushId: string, target: string, nextAt: number): Promise<void>;
  remove(pushId: string, target: string): Promise<void>;
}
