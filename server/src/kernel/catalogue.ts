import type { Text } from '@bongsu/contract/text.ts'

/** What every member of a family says of itself. A family's `contract.ts` extends it. */
export interface Described {
  readonly label: Text
  readonly summary: Text
}

/** The member of that name, or undefined: never a property inherited from Object.prototype. */
export const member = <T>(catalogue: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(catalogue, name) ? catalogue[name] : undefined

/** The names of a catalogue with their literal types kept. */
export const memberNames = <Catalogue extends Readonly<Record<string, unknown>>>(catalogue: Catalogue) =>
  Object.keys(catalogue) as [keyof Catalogue & string, ...(keyof Catalogue & string)[]]
