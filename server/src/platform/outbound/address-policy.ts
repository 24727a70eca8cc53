import { type Text, text } from '@bongsu/contract/text.ts'
import { type Address, type Cidr, contains, parseAddress, parseCidr, sameAddress } from './address.ts'
import { type AddressClass, classOf, embeddedAddresses, neverReachable } from './address-classes.ts'

export interface HostPort {
  readonly address: string
  readonly port: number
}

export interface PolicyParts {
  /** CIDRs an administrator opened. A getter: the setting may change while we run. */
  readonly allowed: () => readonly string[]
  /** Places that stay closed even inside an allowed CIDR: our own database, Redis, listener. */
  readonly forbidden: () => readonly HostPort[]
}

export type RefusalReason = Exclude<AddressClass, 'public'> | 'own-port' | 'name'

/** Why an address must not be reached, and what to do about it. Returned, not thrown: it is an answer. */
export class AddressRefused {
  readonly reason: RefusalReason
  readonly message: Text

  constructor(reason: RefusalReason, message: Text) {
    this.reason = reason
    this.message = message
  }
}

/** Decides about one IP literal. Pure apart from the two getters; null means it may be reached. */
export type AddressPolicy = (literal: string, port: number, host?: string) => AddressRefused | null

export function createAddressPolicy(parts: PolicyParts): AddressPolicy {
  const allowedCidrs = compiledBy(parts.allowed, (source) => parseCidr(source))
  const forbiddenPlaces = compiledBy(parts.forbidden, ({ address, port }) => ({
    name: address,
    address: parseAddress(address),
    port,
  }))

  return (literal, port, host) => {
    const address = parseAddress(literal)
    if (!address) return new AddressRefused('name', notAnAddress(literal))
    const judged = [address, ...embeddedAddresses(address)]
    if (forbiddenPlaces().some((place) => place.port === port && isPlace(place, judged, host))) {
      return new AddressRefused('own-port', ownPort(literal, port))
    }
    for (const one of judged) {
      const found = classOf(one)
      if (found === 'public') continue
      if (neverReachable.has(found)) return new AddressRefused(found, never(literal, found))
      if (!isAllowed(allowedCidrs(), one) && !isAllowed(allowedCidrs(), address))
        return new AddressRefused(found, closed(literal, found))
    }
    return null
  }
}

const isAllowed = (cidrs: readonly Cidr[], address: Address): boolean => cidrs.some((cidr) => contains(cidr, address))

interface Place {
  readonly name: string
  readonly address: Address | null
  readonly port: number
}

/** A listener on the wildcard address listens on every loopback address. */
function isPlace(place: Place, judged: readonly Address[], host: string | undefined): boolean {
  const { address } = place
  if (!address) return place.name.toLowerCase() === host
  if (address.every((byte) => byte === 0)) return judged.some((one) => classOf(one) === 'loopback')
  return judged.some((one) => sameAddress(one, address))
}

/** Compiles a list once for as long as the getter gives the same entries. Entries that do not compile are left out. */
function compiledBy<Source, Compiled>(
  get: () => readonly Source[],
  compile: (source: Source) => Compiled | null,
): () => readonly Compiled[] {
  let source: readonly Source[] | undefined
  let compiled: readonly Compiled[] = []
  return () => {
    const current = get()
    if (current === source) return compiled
    const same = source?.length === current.length && current.every((item, at) => item === source?.[at])
    if (!same) compiled = current.map(compile).filter((item) => item !== null)
    source = current
    return compiled
  }
}

const names: Readonly<Record<AddressClass, Text>> = {
  public: text('공인 주소', 'a public address'),
  loopback: text('이 서버 자신의 주소(루프백)', "this server's own address (loopback)"),
  private: text('내부망 또는 특수 용도 주소', 'a private or special-purpose address'),
  metadata: text('클라우드 메타데이터 주소', 'a cloud metadata address'),
  'link-local': text('링크 로컬 주소', 'a link-local address'),
  unspecified: text('지정되지 않은 주소', 'an unspecified address'),
  multicast: text('멀티캐스트 주소', 'a multicast address'),
  reserved: text('예약된 주소', 'a reserved address'),
}

const closed = (literal: string, found: AddressClass): Text =>
  text(
    `${literal}은(는) ${names[found].ko}라서 접속하지 않습니다. 접속하려면 관리자가 시스템 설정 "나가는 연결"의 허용할 사설 주소 범위 또는 환경 변수 BONGSU_OUTBOUND_ALLOW에 이 주소를 포함하는 CIDR(예: ${asCidr(literal)})을 추가해야 합니다.`,
    `${literal} is ${names[found].en} and is not reached. To allow it, an administrator adds a CIDR that contains it (such as ${asCidr(literal)}) to the system setting "Outgoing connections" (allowed private ranges) or to BONGSU_OUTBOUND_ALLOW.`,
  )

const never = (literal: string, found: AddressClass): Text =>
  text(
    `${literal}은(는) ${names[found].ko}이며 어떤 설정으로도 접속할 수 없습니다.`,
    `${literal} is ${names[found].en} and is never reached, whatever the settings say.`,
  )

const ownPort = (literal: string, port: number): Text =>
  text(
    `${literal}:${port}은(는) 봉수 자신이 쓰는 포트(API, 데이터베이스, Redis)라서 접속하지 않습니다.`,
    `${literal}:${port} is a port Bongsu itself uses (API, database, Redis) and is not reached.`,
  )

const notAnAddress = (literal: string): Text =>
  text(`"${literal}"은(는) IP 주소가 아닙니다.`, `"${literal}" is not an IP address.`)

const asCidr = (literal: string): string => `${literal}/${literal.includes(':') ? 128 : 32}`
