import { text } from '@bongsu/contract/text.ts'
import { Failure } from '#kernel/errors.ts'

/** The same words for a tool that does not exist and for one that this caller may not see. */
export const unknownTool = (name: string): Failure =>
  new Failure('not_found', text(`알 수 없는 도구입니다: ${name.slice(0, 100)}`, `Unknown tool: ${name.slice(0, 100)}`))
