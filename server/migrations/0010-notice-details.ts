/** What a notice is about in full (a diff, the names of what changed), for the list of notices. */
export const up = (): string[] => ['alter table notice add column details text']
