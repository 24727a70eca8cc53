import { member, memberNames } from '#kernel/catalogue.ts'
import type { AnyCheckKind } from './contract.ts'
import { dns } from './dns.ts'
import { heartbeat } from './heartbeat.ts'
import { http } from './http.ts'
import { tcp } from './tcp.ts'
import { tls } from './tls.ts'
import { udp } from './udp.ts'

/** Every check kind, one line each. Nothing else in the product knows a kind by name. */
const catalogue = {
  http,
  tls,
  tcp,
  udp,
  dns,
  heartbeat,
} satisfies Record<string, AnyCheckKind>

export type KindName = keyof typeof catalogue

export const kindNames = memberNames(catalogue)

export const kindOf = (name: string): AnyCheckKind | undefined => member<AnyCheckKind>(catalogue, name)
