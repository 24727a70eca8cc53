/**
 * Roles and what each may do: the one table behind every door (HTTP, WebSocket, MCP, CLI).
 * A generated test walks every operation against every role.
 */
export const roles = ['admin', 'manager', 'user', 'viewer'] as const
export type Role = (typeof roles)[number]

/** Spec A's names, accepted wherever a role is given. */
export const roleAliases: Readonly<Record<string, Role>> = { ROLE_ADMIN: 'admin', ROLE_USER: 'user' }

const everyone: readonly Role[] = roles
const editors: readonly Role[] = ['admin', 'manager', 'user']
const managers: readonly Role[] = ['admin', 'manager']
const admins: readonly Role[] = ['admin']

export const permissions = {
  'self.read': everyone,
  'self.write': everyone,
  'projects.read': everyone,
  'projects.write': editors,
  'projects.delete': managers,
  'checks.run': editors,
  'incidents.write': editors,
  'channels.read': editors,
  'channels.write': managers,
  'notifications.own': everyone,
  'notifications.broadcast': admins,
  'templates.write': admins,
  'deliveries.read': managers,
  'scheduler.read': everyone,
  'scheduler.control': managers,
  'people.read': admins,
  'people.write': admins,
  'tokens.manage': admins,
  'tools.call': everyone,
  'limits.read': managers,
  'limits.write': admins,
  'usage.read': admins,
  'gateway.write': admins,
  'sign-ins.read': admins,
  'audit.read': admins,
  'settings.read': admins,
  'settings.write': admins,
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

/** What an operation asks for: nothing (`public`), or one permission of the table. */
export type Access = Permission | 'public'

export const mayRole = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role)

/** Whether a role is the other one or above it. */
export const isAtLeast = (role: Role, least: Role): boolean => roles.indexOf(role) <= roles.indexOf(least)
