/**
 * News between the processes of one installation. Fire and forget: a message may be lost while a connection is down, and
 * nothing may depend on it but how soon somebody looks.
 */
export interface Bus {
  publish(name: string, payload: unknown): void
  /** Messages of the other processes; one's own never come back. */
  onMessage(handler: (name: string, payload: unknown) => void): void
  close(): Promise<void>
}
