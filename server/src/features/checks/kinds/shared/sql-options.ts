import { text } from '@bongsu/contract/text.ts'
import type { z } from 'zod'

interface SqlOptions {
  readonly username?: string | undefined
  readonly query?: string | undefined
  readonly expect?: string | undefined
}

const noUser = text('쿼리를 실행하려면 사용자 이름이 필요합니다.', 'A query needs a user name.')
const noQuery = text('기대하는 값은 쿼리가 있어야 비교할 수 있습니다.', 'An expected value needs a query.')

/** Without a user a look ends where the server asks for one, so that there is nothing to query. */
export function needsUser(context: z.core.ParsePayload<SqlOptions>): void {
  const { username, query, expect } = context.value
  const refuse = (path: string, words: typeof noUser) =>
    context.issues.push({
      code: 'custom',
      input: context.value,
      path: [path],
      message: words.en,
      params: { text: words },
    })
  if (query !== undefined && username === undefined) refuse('username', noUser)
  if (expect !== undefined && query === undefined) refuse('expect', noQuery)
}
