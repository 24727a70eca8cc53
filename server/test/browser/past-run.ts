import type { ReportStep, RunReport } from '@bongsu/contract/artifacts.ts'
import { text } from '@bongsu/contract/text.ts'
import sharp from 'sharp'
import { insertArtifact } from '#features/artifacts/artifact-store.ts'
import { day } from '#kernel/clock.ts'
import type { Database } from '#platform/db/contract.ts'

const step = (step_number: number, action: string, more: Partial<ReportStep> = {}): ReportStep => ({
  step_number,
  action,
  description: null,
  target: null,
  passed: true,
  skipped: false,
  duration_ms: 180 * (step_number + 1),
  error_message: null,
  current_url: null,
  screenshot: `step-${step_number}`,
  ...more,
})

const address = 'https://shop.example.com/checkout/orders/2026-11/A-17?coupon=welcome&from=mobile-banner'

/** A scenario that failed in its last but one step, on a page with much to say. */
const report: RunReport = {
  kind: 'synthetic',
  url: address,
  steps: [
    step(0, 'navigate', { target: address }),
    step(1, 'fill', { description: '회원 아이디를 입력합니다', target: '#login-form input[name=email]' }),
    step(2, 'assert_text', {
      target: '#order-summary',
      passed: false,
      error_message: text('"결제 완료"가 없습니다. 있는 글: 결제 대기', '"Paid" is not there. What is: Pending'),
    }),
    step(3, 'screenshot', {
      passed: false,
      skipped: true,
      duration_ms: 0,
      error_message: text('이전 스텝 실패로 건너뜀', 'Skipped because an earlier step failed'),
      screenshot: null,
    }),
  ],
  metrics: null,
  console: [
    { at_ms: 120, type: 'log', text: 'checkout is ready' },
    { at_ms: 940, type: 'error', text: `Failed to load resource: ${address} answered with a status of 500` },
  ],
  network: [
    {
      at_ms: 3,
      method: 'GET',
      url: address,
      type: 'document',
      status: 200,
      size: 18_240,
      duration_ms: 210,
      error: null,
    },
    {
      ...{ at_ms: 230, method: 'POST', url: `${address}/pay`, type: 'fetch', status: null, size: null },
      ...{ duration_ms: 700, error: 'net::ERR_CONNECTION_RESET' },
    },
  ],
}

/** The recordings of one run of a monitor, written as the product writes them. */
export async function addPastRun(
  database: Database,
  { projectId, monitorId }: { readonly projectId: number; readonly monitorId: number },
  slotAt: number,
): Promise<void> {
  const picture = await sharp({ create: { width: 640, height: 400, channels: 3, background: '#dfe5ee' } })
    .webp()
    .toBuffer()
  const pictures = report.steps.flatMap(({ screenshot }) =>
    screenshot === null ? [] : [{ type: 'screenshot' as const, name: screenshot, bytes: picture }],
  )
  const files = [
    ...pictures,
    { type: 'report' as const, name: 'report', bytes: Buffer.from(JSON.stringify(report)) },
    { type: 'trace' as const, name: 'trace', bytes: Buffer.alloc(14_000) },
    { type: 'har' as const, name: 'har', bytes: Buffer.alloc(8_400) },
  ]
  const owner = { projectId, monitorId, slotAt, state: 'down' as const }
  await database.transaction(async (tx) => {
    for (const file of files) await insertArtifact(tx, owner, file, Date.now() + 14 * day)
  })
}
