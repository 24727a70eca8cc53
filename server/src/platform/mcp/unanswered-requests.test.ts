import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import { describe, expect, it } from 'vitest'
import { UnansweredRequests } from './unanswered-requests.ts'

const request = (id: string | number): JSONRPCMessage => ({ jsonrpc: '2.0', id, method: 'ping' })

describe('requests that wait for their answers', () => {
  it('keep their ids to themselves until they are answered or taken back', () => {
    const unanswered = new UnansweredRequests()
    unanswered.came(request(1))
    expect(unanswered.problemOf(request(1))).toMatchObject({ status: 400 })
    // A number and its digits are two ids.
    expect(unanswered.problemOf(request('1'))).toBeNull()
    unanswered.left({ jsonrpc: '2.0', id: 1, result: {} })
    expect(unanswered.problemOf(request(1))).toBeNull()
    unanswered.came(request(2))
    unanswered.came({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } })
    expect(unanswered.problemOf(request(2))).toBeNull()
  })

  it('are not mixed up with what the server asks, and what the client answers', () => {
    const unanswered = new UnansweredRequests()
    unanswered.came(request(1))
    unanswered.left({ jsonrpc: '2.0', id: 1, method: 'roots/list' })
    unanswered.came({ jsonrpc: '2.0', id: 1, result: {} })
    expect(unanswered.problemOf(request(1))).toMatchObject({ status: 400 })
    expect(unanswered.problemOf({ jsonrpc: '2.0', id: 1, result: {} })).toBeNull()
    expect(unanswered.problemOf({ jsonrpc: '2.0', method: 'notifications/initialized' })).toBeNull()
  })

  it('are so many and no more', () => {
    const unanswered = new UnansweredRequests()
    for (let id = 0; id < 1000; id++) {
      expect(unanswered.problemOf(request(id))).toBeNull()
      unanswered.came(request(id))
    }
    expect(unanswered.problemOf(request('one more'))).toMatchObject({ status: 429 })
    unanswered.left({ jsonrpc: '2.0', id: 7, result: {} })
    expect(unanswered.problemOf(request('one more'))).toBeNull()
  })
})
