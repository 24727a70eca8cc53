import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { fromRecording, recording } from './kinds/synthetic/from-recording.ts'

export const importRecording = operation({
  name: 'import-recording',
  summary: text(
    'Chrome 개발자 도구의 Recorder가 내보낸 JSON을 시나리오(synthetic) 설정으로 바꿉니다. 아무것도 저장하지 않습니다.',
    "Turns the JSON that Chrome DevTools' Recorder exports into options of a scenario (synthetic); nothing is stored.",
  ),
  access: 'checks.run',
  effect: 'read',
  tool: true,
  http: { method: 'POST', path: '/api/v1/recordings/convert' },
  input: z.strictObject({ recording }),
  output: z.object({
    options: z.record(z.string(), z.unknown()).describe('Complete and check them like any options of kind synthetic'),
    left_out: z.array(z.string()).describe('Recorded steps that have no counterpart, by their type'),
  }),
  async run(_ctx, { recording: recorded }) {
    const { options, leftOut } = fromRecording(recorded)
    return { options: { ...options }, left_out: [...leftOut] }
  },
})
