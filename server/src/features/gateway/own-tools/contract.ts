import type { Permission } from '@bongsu/contract/permissions.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { ToolView } from '@bongsu/contract/tools.ts'
import type { z } from 'zod'
import type { Clock } from '#kernel/clock.ts'
import type { Effect } from '#kernel/operation.ts'
import type { Services } from '#kernel/service.ts'
import type { Database } from '#platform/db/contract.ts'
import type { SourceCall } from '../sources/contract.ts'

/** What a tool of our own may use. */
export interface OwnToolContext extends SourceCall {
  readonly database: Database
  readonly clock: Clock
  readonly services: Services
  /** Asks every source what it offers now; how many tools there are then. */
  refresh(): Promise<number>
  /** What the catalogue knows of a tool that this caller may use. */
  describe(name: string): ToolView | undefined
}

/** A small tool that is no operation of the product: one file, one line in the catalogue. */
export interface OwnTool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string
  readonly summary: Text
  readonly access: Permission
  readonly effect: Effect
  readonly input: Input
  /** See `SourceTool`. */
  readonly isListing?: boolean
  /** Words, or an object that is told as structured content too. Throws a `Failure` to say why not. */
  run(input: z.output<Input>, context: OwnToolContext): Promise<string | object>
}

export const ownTool = <Input extends z.ZodObject>(tool: OwnTool<Input>): OwnTool =>
  // Safe because `run` is only called with what `input` has parsed (own-source.ts).
  tool as unknown as OwnTool
