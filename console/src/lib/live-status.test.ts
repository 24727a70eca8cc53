import { expect, it } from 'vitest'
import { withStatus } from './live-status.ts'

const project = (id: number, monitor_count: number) => ({
  id,
  monitor_count,
  last_checked_at: null,
  last_response_ms: 100,
})
const message = (project_id: number, status_code: number | null) => ({
  type: 'status',
  project_id,
  timestamp: '2026-01-01T00:00:00.000Z',
  data: { status_code, response_time_ms: 42 },
})

it('writes a look into its own project only', () => {
  const [first, second] = withStatus([project(1, 1), project(2, 1)], message(2, 200))
  expect(first).toEqual(project(1, 1))
  expect(second).toMatchObject({ last_checked_at: '2026-01-01T00:00:00.000Z', last_response_ms: 42 })
})

it('does not take how long a port took to open for the response time of the service', () => {
  expect(withStatus([project(1, 3)], message(1, null))[0]).toMatchObject({
    last_checked_at: '2026-01-01T00:00:00.000Z',
    last_response_ms: 100,
  })
  expect(withStatus([project(1, 1)], message(1, null))[0]).toMatchObject({ last_response_ms: 42 })
})
