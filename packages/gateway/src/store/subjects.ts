/** A sector of clients knows somebody by this id of a person. */
export interface SubjectRow {
  sector: string;
  personId: string;
  createdAt: number;
}

export interface SubjectStore {
  /**
   * The id by which the sector knows the person that `personId` leads to: this id, if it knows it; else the first it learnt of
   * those that became the same person; else this one, which is noted at `now`.
   */
  known(sector: string, personId: string, now: number): Promise<string>;
}
