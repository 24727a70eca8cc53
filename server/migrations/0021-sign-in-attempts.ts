/** A line of the history may stand for several attempts: those that the rate limit turned away within one minute. */
export const up = (): string[] => ['alter table sign_in add column attempts integer not null default 1']
