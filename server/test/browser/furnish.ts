import type { APIRequestContext } from '@playwright/test'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'

export interface Furnished {
  readonly upProject: number
  readonly downProject: number
  readonly downMonitor: number
  readonly incident: number
  readonly targets: readonly HttpTarget[]
  close(): Promise<void>
}

/** Real things to look at: a service that answers, one that is down with a confirmed incident, and a channel. */
export async function furnish(api: APIRequestContext): Promise<Furnished> {
  const post = async <Answer>(path: string, data: unknown = {}): Promise<Answer> => {
    const answer = await api.post(`/api/v1${path}`, { data })
    if (!answer.ok()) throw new Error(`POST ${path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as Answer
  }
  type Project = { id: number; monitors: { id: number }[] }
  const up = await startHttpTarget((_request, response) => response.end('봉수 is well'))
  const down = await startHttpTarget((_request, response) => {
    response.statusCode = 503
    response.end('down for the test')
  })
  const receiver = await startHttpTarget()
  await post('/channels', { name: '운영팀 웹훅', kind: 'webhook', options: { url: `${receiver.url}/hook` } })
  const upProject = await post<Project>('/projects', {
    title: '결제 서비스',
    url: `${up.url}/`,
    category: '결제',
    tags: ['핵심', 'api'],
    description: '카드와 계좌 이체',
  })
  const downProject = await post<Project>('/projects', {
    title: 'Search API',
    url: `${down.url}/`,
    category: 'Search',
    tags: ['beta'],
  })
  const downMonitor = downProject.monitors[0]?.id as number
  await api.patch(`/api/v1/monitors/${downMonitor}`, { data: { retry_count: 1, alert_threshold: 1 } })
  // Twice: the first may join the look that a new monitor gets at once, still by its first thresholds.
  for (const project of [upProject, downProject, downProject])
    for (const { id } of project.monitors) await post(`/monitors/${id}/check-now`)
  const open = (await (await api.get('/api/v1/incidents?state=open')).json()) as { items: { id: number }[] }
  return {
    upProject: upProject.id,
    downProject: downProject.id,
    downMonitor,
    incident: open.items[0]?.id as number,
    targets: [up, down, receiver],
    close: async () => {
      await Promise.all([up, down, receiver].map((target) => target.close()))
    },
  }
}
