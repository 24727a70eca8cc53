import { type CheckKindView, checkKindView } from '@bongsu/contract/checks.ts'
import { type Language, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { kindNames, kindOf } from './kinds/catalogue.ts'
import type { AnyCheckKind } from './kinds/contract.ts'
import { schemaOf } from './schema-of.ts'
import { timeoutRangeOf } from './timeout-range.ts'

export const listCheckKinds = operation({
  name: 'list-check-kinds',
  summary: text('점검 종류와 각각의 설정 항목을 보여 줍니다.', 'Lists the check kinds with the options of each.'),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/checks' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(checkKindView) }),
  run: async ({ language }) => ({
    items: kindNames.map((name) => viewOf(name, kindOf(name) as AnyCheckKind, language)),
  }),
})

const viewOf = (name: string, kind: AnyCheckKind, language: Language): CheckKindView => ({
  kind: name,
  label: kind.label[language],
  summary: kind.summary[language],
  group: kind.group,
  schema: schemaOf(kind),
  secrets: [...kind.secrets],
  example: kind.example,
  defaults: kind.defaults,
  timeout: timeoutRangeOf(kind),
  is_signalled: kind.isSignalled ?? false,
  takes_recording: kind.takesRecording ?? false,
})
