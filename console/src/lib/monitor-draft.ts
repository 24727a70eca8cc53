/** What somebody tried in one place and wants to keep watching in another. In memory only: options may hold secrets. */
export interface MonitorDraft {
  readonly kind: string
  readonly options: Readonly<Record<string, unknown>>
}

let draft: MonitorDraft | undefined

export function keepDraft(next: MonitorDraft): void {
  draft = next
}

/** The draft for this kind, if there is one. It stays until another is kept: a page may be drawn twice. */
export const draftOf = (kind: string): MonitorDraft | undefined => (draft?.kind === kind ? draft : undefined)
