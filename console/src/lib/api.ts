import { type Operations, routes } from '@bongsu/contract/api.generated.ts'
import { queryOptions } from '@tanstack/react-query'
import { type SendOptions, send } from './client.ts'

/**
 * The one way to the server. Operations, their inputs and outputs are generated from the server's own catalogue, so a
 * verb that changes there is a compile error here.
 */
export type OperationName = keyof Operations
export type InputOf<Name extends OperationName> = Operations[Name]['input']
export type OutputOf<Name extends OperationName> = Operations[Name]['output']

/** Operations that list pages: `{items,total,page,page_size}`. */
export type ListName = {
  [Name in OperationName]: OutputOf<Name> extends { items: readonly unknown[]; total: number } ? Name : never
}[OperationName]
export type RowOf<Name extends ListName> = OutputOf<Name> extends { items: readonly (infer Row)[] } ? Row : never

/** The input may be left out where every field of it may. */
type InputArgument<Name extends OperationName> =
  Record<never, never> extends InputOf<Name> ? [input?: InputOf<Name>] : [input: InputOf<Name>]

export function call<Name extends OperationName>(
  name: Name,
  ...[input, options]: [...InputArgument<Name>, options?: SendOptions]
): Promise<OutputOf<Name>> {
  // Safe because the server's answer is checked against the same schema the type was generated from.
  // The tuple's last element is what its type says; the compiler loses it behind the optional one before.
  return send(routes[name], (input ?? {}) as Record<string, unknown>, options as SendOptions) as Promise<OutputOf<Name>>
}

/** Query options of a reading operation; the key is `[name, input]`. */
export function queryOf<Name extends OperationName>(name: Name, ...[input]: InputArgument<Name>) {
  return queryOptions({
    queryKey: [name, input ?? {}] as const,
    queryFn: ({ signal }) =>
      send(routes[name], (input ?? {}) as Record<string, unknown>, { signal }) as Promise<OutputOf<Name>>,
  })
}
