import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { headerProblem } from '#platform/outbound/index.ts'
import { saying } from '../fields.ts'

const display = text('화면', 'Display')
const connection = text('연결', 'Connection')

/** Spec B §4.11: viewports. */
export const viewportFields = {
  viewport_width: z
    .int()
    .min(320)
    .max(1920)
    .default(1280)
    .meta({ label: text('화면 너비', 'Viewport width'), unit: 'px', section: display, advanced: true }),
  viewport_height: z
    .int()
    .min(480)
    .max(1080)
    .default(800)
    .meta({ label: text('화면 높이', 'Viewport height'), unit: 'px', section: display, advanced: true }),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
    .default('ko-KR')
    .meta({
      label: text('브라우저 언어', 'Language of the browser'),
      help: text('예: ko-KR, en-US', 'Such as ko-KR or en-US'),
      section: display,
      advanced: true,
    }),
}

export const browserConnectionFields = {
  headers: z
    .array(
      z
        .strictObject({
          name: z
            .string()
            .min(1)
            .max(100)
            .meta({ label: text('이름', 'Name') }),
          value: z
            .string()
            .max(4000)
            .meta({ label: text('값', 'Value'), secret: true }),
        })
        .check(saying(({ name, value }) => headerProblem(name, value))),
    )
    .max(20)
    .default([])
    .meta({
      label: text('요청 헤더', 'Request headers'),
      help: text(
        '시작 주소와 같은 출처로 가는 요청에만 붙습니다. 값은 저장 후 다시 보이지 않습니다.',
        'Only sent to the origin of the start address. Values are never shown again once saved.',
      ),
      section: connection,
      advanced: true,
    }),
  verify_tls: z
    .boolean()
    .default(true)
    .meta({
      label: text('인증서 검증', 'Verify the certificate'),
      help: text('끄면 잘못된 인증서도 받아들입니다.', 'Switched off, any certificate is accepted.'),
      section: connection,
      advanced: true,
    }),
}
