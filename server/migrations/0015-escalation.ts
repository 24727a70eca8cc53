/** A step of an escalation: the channel is told only when an incident is still open and unacknowledged by then. */
export const up = (): string[] => ['alter table channel add column escalation_minutes integer']
