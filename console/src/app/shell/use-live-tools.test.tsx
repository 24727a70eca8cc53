import { useQuery } from '@tanstack/react-query'
import { act, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { queryOf } from '#lib/api.ts'
import { live } from '#lib/live.ts'
import { renderPage } from '../../../test/render-page.tsx'
import { useLiveTools } from './use-live-tools.ts'

function Count() {
  useLiveTools()
  const { data } = useQuery(queryOf('list-upstreams'))
  return <output>{data?.items.length}</output>
}

it('asks again when tools are other than before, and not at other news', async () => {
  let count = 1
  const { server } = renderPage(Count, {
    operations: { 'list-upstreams': () => ({ items: Array.from({ length: count }) }) as never },
  })
  await screen.findByText('1')
  let say: ((type: string) => void) | undefined
  class Socket {
    onmessage: ((event: { data: string }) => void) | null = null
    constructor() {
      say = (type) => this.onmessage?.({ data: JSON.stringify({ type }) })
    }
    close() {}
    send() {}
  }
  vi.stubGlobal('WebSocket', Socket)
  live.start('ws://console/ws/1')
  count = 2
  act(() => say?.('pong'))
  expect(server.of('list-upstreams')).toHaveLength(1)
  act(() => say?.('tools'))
  await screen.findByText('2')
  live.stop()
})
