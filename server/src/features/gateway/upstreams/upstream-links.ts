import type { Clock } from '#kernel/clock.ts'
import { minute } from '#kernel/clock.ts'
import type { UpstreamAddress, UpstreamLink, UpstreamLinkParts } from '#platform/mcp/index.ts'
import type { Credential } from './credentials.ts'
import type { Upstream } from './upstream.ts'
import type { UpstreamProgram } from './upstream-file.ts'

export type OpenUpstream = (parts: UpstreamLinkParts) => UpstreamLink

export interface UpstreamLinksParts {
  readonly clock: Clock
  readonly open: OpenUpstream
  readonly programs: ReadonlyMap<string, UpstreamProgram>
  onChanged(upstreamId: number): void
}

interface OpenLink {
  readonly upstreamId: number
  readonly revision: number
  readonly link: UpstreamLink
  usedAt: number
}

const idleMs = 15 * minute
const mostLinks = 200

/** The open ways to servers: one for each server and credential, closed when nobody has used it for a while. */
export class UpstreamLinks {
  readonly #parts: UpstreamLinksParts
  readonly #open = new Map<string, OpenLink>()

  constructor(parts: UpstreamLinksParts) {
    this.#parts = parts
  }

  to(upstream: Upstream, credential: Credential): UpstreamLink {
    const key = `${upstream.id}:${upstream.revision}:${credential.key}`
    const usedAt = this.#parts.clock.now()
    const known = this.#open.get(key)
    if (known) {
      known.usedAt = usedAt
      return known.link
    }
    const link = this.openOnce(upstream, credential)
    this.#open.set(key, { upstreamId: upstream.id, revision: upstream.revision, link, usedAt })
    this.#closeOldest(link)
    return link
  }

  /** A way that is kept by whoever asks, and closed by them. */
  openOnce(upstream: Upstream, credential: Credential): UpstreamLink {
    return this.#parts.open({
      address: this.#addressOf(upstream, credential),
      onChanged: () => this.#parts.onChanged(upstream.id),
    })
  }

  /** Ways to servers that are gone, switched off or reached in another way now. */
  closeExcept(live: ReadonlyMap<number, Pick<Upstream, 'revision' | 'isEnabled'>>): void {
    this.#closeWhere(({ upstreamId, revision }) => {
      const upstream = live.get(upstreamId)
      return !upstream?.isEnabled || upstream.revision !== revision
    })
  }

  async closeAll(): Promise<void> {
    const links = [...this.#open.values()]
    this.#open.clear()
    await Promise.allSettled(links.map(({ link }) => link.close()))
  }

  /** Ways that nobody has used for a while: of people who called once, of credentials that are others by now. */
  closeIdle(): void {
    const now = this.#parts.clock.now()
    this.#closeWhere(({ usedAt, link }) => now - usedAt > idleMs && !link.isBusy)
  }

  #closeOldest(justOpened: UpstreamLink): void {
    if (this.#open.size <= mostLinks) return
    // What is in use ends with whoever uses it: their call must not break because somebody else begins one.
    const idle = [...this.#open.values()].filter(({ link }) => link !== justOpened && !link.isBusy)
    const [oldest] = idle.sort((a, b) => a.usedAt - b.usedAt)
    this.#closeWhere((one) => one === oldest)
  }

  #closeWhere(isOver: (one: OpenLink) => boolean): void {
    for (const [key, one] of this.#open) {
      if (!isOver(one)) continue
      this.#open.delete(key)
      void one.link.close().catch(() => undefined)
    }
  }

  #addressOf(upstream: Upstream, credential: Credential): UpstreamAddress {
    if (upstream.url !== null) return { kind: 'http', url: upstream.url, headers: credential.headers }
    const program = this.#parts.programs.get(upstream.slug)
    if (!program) throw new Error(`the program of ${upstream.slug} is not in the file`)
    const { command, args, env, folder } = program
    return { kind: 'stdio', command, args, env, ...(folder === null ? {} : { folder }) }
  }
}
