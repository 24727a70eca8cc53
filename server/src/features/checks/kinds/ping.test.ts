import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readPing } from '#platform/outbound/ping.ts'
import { openChecks } from '#test/checks.ts'

const folder = mkdtempSync(join(tmpdir(), 'bongsu-ping-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A program in the place of ping, as a machine may have one. */
function programThat(script: string): string {
  const path = join(folder, `ping-${Math.random().toString(36).slice(2)}`)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}
const lookWith = (pingProgram: string, options: Record<string, unknown> = {}, timeoutMs?: number) =>
  openChecks({ pingProgram }).look('ping', { host: '127.0.0.1', ...options }, timeoutMs)

describe('without a ping that works', () => {
  it('the options are to blame, never the host', async () => {
    expect(await lookWith(join(folder, 'nothing'))).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
      message: { en: expect.stringContaining('iputils-ping') },
    })
    const forbidden = programThat('echo "ping: socket: Operation not permitted" >&2; exit 2')
    expect(await lookWith(forbidden)).toMatchObject({ state: 'unknown', errorCode: 'config' })
    const broken = programThat('echo "ping: -W: bad number" >&2; exit 2')
    expect(await lookWith(broken)).toMatchObject({ state: 'unknown', errorCode: 'own_fault' })
  })

  it('that never ends is ended', async () => {
    const stuck = programThat('exec sleep 60')
    expect(await lookWith(stuck, {}, 700)).toMatchObject({
      state: 'down',
      errorCode: 'connect',
      evidence: { received: 0 },
    })
  })

  it('a lost uplink of ours is not the host’s fault', async () => {
    const checks = openChecks({
      pingProgram: programThat('echo "ping: connect: Network is unreachable" >&2; exit 2'),
      isConnected: async () => false,
    })
    expect(await checks.look('ping', { host: '127.0.0.1' })).toMatchObject({ state: 'unknown', errorCode: 'own_fault' })
  })

  it('gets an address, our language, and nothing of our environment', async () => {
    const telling = programThat(
      'echo "$@"; env | sort; echo "64 bytes from x: icmp_seq=1 ttl=64 time=1.5 ms" >&2; exit 1',
    )
    const seen = await openChecks({ pingProgram: telling }).outbound.ping({ host: 'localhost', count: 2, size: 56 })
    expect(seen).toMatchObject({ ok: true, address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/), rtts: [] })
  })

  it('inside a forbidden range is not even tried', async () => {
    const marked = join(folder, 'was-run')
    const closed = openChecks({ allowed: [], pingProgram: programThat(`touch ${marked}`) })
    expect(await closed.look('ping', { host: '127.0.0.1' })).toMatchObject({ state: 'unknown', errorCode: 'config' })
    expect(() => chmodSync(marked, 0o600)).toThrow()
  })
})

describe('what ping writes', () => {
  it('is read as iputils, BusyBox and BSD write it', () => {
    const iputils = `PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.031 ms
64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=0.050 ms (DUP!)
64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=0.060 ms

--- 127.0.0.1 ping statistics ---
3 packets transmitted, 2 received, +1 duplicates, 33.3333% packet loss, time 401ms
rtt min/avg/max/mdev = 0.031/0.040/0.050/0.010 ms`
    expect(readPing(iputils)).toEqual({ rtts: [0.031, 0.06], ttl: 64 })
    const busybox =
      '64 bytes from 10.0.0.1: seq=0 ttl=63 time=1.250 ms\n64 bytes from 10.0.0.1: seq=1 ttl=63 time=2 ms\n'
    expect(readPing(busybox)).toEqual({ rtts: [1.25, 2], ttl: 63 })
    expect(readPing('From 10.0.0.9 icmp_seq=1 Destination Host Unreachable\n')).toEqual({
      rtts: [],
      icmpError: 'Destination Host Unreachable',
    })
    expect(readPing('92 bytes from 10.0.0.9: Time to live exceeded\n')).toMatchObject({
      icmpError: 'Time to live exceeded',
    })
  })

  it('counts lost packets and slow ones', async () => {
    const lossy = programThat(
      'echo "64 bytes from x: icmp_seq=1 ttl=5 time=10.0 ms"; echo "64 bytes from x: icmp_seq=3 ttl=5 time=30.0 ms"; exit 1',
    )
    expect(await lookWith(lossy, { count: 4 })).toMatchObject({
      state: 'degraded',
      errorCode: 'assertion',
      durationMs: 20,
      evidence: { sent: 4, received: 2, loss_percent: 50, rtt_min_ms: 10, rtt_max_ms: 30, jitter_ms: 20, ttl: 5 },
    })
    expect(await lookWith(lossy, { count: 4, most_loss: 50 })).toMatchObject({ state: 'up' })
    expect(await lookWith(lossy, { count: 4, most_loss: 50, degraded_ms: 19 })).toMatchObject({
      state: 'degraded',
      errorCode: 'slow',
    })
  })
})
