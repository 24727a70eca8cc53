import { z } from 'zod'
import { oneLine } from './one-line.ts'
import { pageOf } from './page.ts'
import { permissions, type Role, roleAliases, roles } from './permissions.ts'
import { languages, text } from './text.ts'
import { timeZone } from './time-zone.ts'

export const themes = ['light', 'dark', 'system'] as const
export const signUpModes = ['open', 'approval', 'invite', 'closed'] as const
export type SignUpMode = (typeof signUpModes)[number]

/** Kept in lower case: nobody has two accounts that differ in case only. */
export const emailField = z.string().trim().toLowerCase().max(254).pipe(z.email())
export const personName = oneLine({ min: 1, max: 100 })
export const loginId = z
  .string()
  .trim()
  .toLowerCase()
  .refine((value) => /^[a-z0-9][a-z0-9._-]{1,49}$/.test(value), {
    params: {
      text: text(
        '로그인 ID는 영문 소문자, 숫자, 점, 밑줄, 붙임표로 2~50자이며 영문자나 숫자로 시작해야 합니다.',
        'A login id has 2 to 50 letters, digits, dots, underscores or hyphens and begins with a letter or digit.',
      ),
    },
  })
export const phoneField = z
  .string()
  .trim()
  .refine((value) => /^[0-9+() .-]{3,30}$/.test(value), {
    params: {
      text: text(
        '전화번호는 숫자, +, -, 괄호, 점, 빈칸으로 3~30자여야 합니다.',
        'A phone number has 3 to 30 digits, +, -, brackets, dots or spaces.',
      ),
    },
  })
/** A role by its name, or by the alias other systems use for it. */
export const roleField = z
  .enum([...roles, 'ROLE_ADMIN', 'ROLE_USER'])
  .transform((name): Role => roleAliases[name] ?? (name as Role))
/** Length only; what makes a password a bad one is said by the server, which has the list of common ones. */
export const newPassword = z.string().min(8).max(256)
/** What people type to sign in is never refused for its shape: one message for all that does not fit. */
const typedPassword = z.string().min(1).max(1024)

const preferences = {
  theme: z.enum(themes),
  language: z.enum(languages),
  time_zone: timeZone,
  email_notifications: z.boolean(),
}

/** What a person sees and may change of how the product behaves towards them. */
export const preferencesView = z
  .object({ ...preferences, time_zone: z.string(), timezone: z.string().describe('The same as time_zone') })
  .meta({ id: 'Preferences' })
export const preferencesInput = {
  theme: preferences.theme.optional(),
  language: preferences.language.optional(),
  time_zone: preferences.time_zone.optional(),
  timezone: preferences.time_zone.optional().describe('The same as time_zone'),
  email_notifications: preferences.email_notifications.optional(),
}

/** The signed-in person, as they see themselves. */
export const meView = z
  .object({
    id: z.int(),
    email: z.string(),
    login_id: z.string().nullable(),
    name: z.string(),
    role: z.enum(roles),
    phone: z.string().nullable(),
    picture: z.string().nullable(),
    ...preferences,
    time_zone: z.string(),
    last_login_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
    permissions: z.array(z.enum(Object.keys(permissions) as [keyof typeof permissions])),
  })
  .meta({ id: 'Me' })
export type MeView = z.infer<typeof meView>

/** A person as admins see them. */
export const personView = z
  .object({
    id: z.int(),
    email: z.string(),
    login_id: z.string().nullable(),
    name: z.string(),
    role: z.enum(roles),
    is_enabled: z.boolean(),
    is_approved: z.boolean(),
    is_locked: z.boolean().describe('Too many wrong passwords from somewhere: sign-ins from there must wait'),
    locked_until: z.iso.datetime().nullable(),
    phone: z.string().nullable(),
    language: z.enum(languages),
    time_zone: z.string(),
    email_notifications: z.boolean(),
    last_login_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Person' })
export type PersonView = z.infer<typeof personView>
export const personPage = pageOf(personView)

export const setupState = z
  .object({
    needs_first_account: z.boolean(),
    needs_setup_code: z.boolean(),
    signup: z.enum(signUpModes),
  })
  .meta({ id: 'SetupState' })

export const registerInput = {
  email: emailField,
  password: newPassword,
  name: personName,
  login_id: loginId.optional(),
  setup_code: z.string().max(200).optional().describe('Printed at start; asked for with the first account only'),
  invitation: z.string().max(200).optional().describe('Code of an invitation'),
}

export const registered = z
  .object({
    id: z.int(),
    email: z.string(),
    login_id: z.string().nullable(),
    name: z.string(),
    role: z.enum(roles),
    is_approved: z.boolean(),
    message: z.string(),
  })
  .meta({ id: 'Registered' })

/** The OAuth2 password form and the same as JSON. Fields of the standard that mean nothing here are taken and ignored. */
export const signInInput = {
  username: z.string().max(1000).describe('E-mail address or login id'),
  password: typedPassword,
  otp: z.string().max(100).optional().describe('Reserved for the second factor'),
  session: z.boolean().default(false).describe('Answer with an HttpOnly cookie instead of tokens'),
  grant_type: z.string().max(50).optional(),
  scope: z.string().max(1000).optional(),
  client_id: z.string().max(1000).optional(),
  client_secret: z.string().max(1000).optional(),
}

export const signedIn = z
  .object({
    access_token: z.string().optional(),
    refresh_token: z.string().optional(),
    token_type: z.literal('bearer').optional(),
    expires_in: z.int().describe('Seconds until the access token, or the session when idle, ends'),
    user: meView,
  })
  .meta({ id: 'SignedIn' })

export const sessionView = z
  .object({
    id: z.int(),
    kind: z.enum(['cookie', 'bearer']),
    is_current: z.boolean(),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime(),
    ends_at: z.iso.datetime(),
  })
  .meta({ id: 'Session' })

export const signInResults = ['success', 'refused'] as const
export const signInReasons = [
  'ok',
  'wrong_password',
  'unknown_account',
  'throttled',
  'rate_limited',
  'disabled',
  'not_approved',
] as const
export type SignInReason = (typeof signInReasons)[number]

/** One attempt to sign in, also for accounts that do not exist. */
export const signInView = z
  .object({
    id: z.int(),
    at: z.iso.datetime(),
    person_id: z.int().nullable(),
    person_name: z.string().nullable(),
    login: z.string().describe('What was typed, cut to 200 characters'),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    door: z.string(),
    result: z.enum(signInResults),
    reason: z.enum(signInReasons),
    message: z.string().describe('The reason in words'),
    attempts: z
      .int()
      .describe('1, except for what the rate limit refused unread: one line for a source and minute, login empty'),
  })
  .meta({ id: 'SignIn' })
export type SignInView = z.infer<typeof signInView>

export const signInFilter = {
  person: z.int().min(1).optional(),
  result: z.enum(signInResults).optional(),
  reason: z.enum(signInReasons).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional().describe('Up to, not including'),
  q: z.string().max(200).optional().describe('Part of a name, what was typed, or an address'),
}

/** An https or http address, or the picture itself as a data URL: PNG, JPEG or WebP of at most 256 KB. */
export const pictureField = z.string().max(350_100)

export const updateMeInput = {
  name: personName.optional(),
  login_id: loginId.nullable().optional(),
  phone: phoneField.nullable().optional(),
  picture: pictureField.nullable().optional(),
}

export const changePasswordInput = { current_password: typedPassword, new_password: newPassword }
export const done = z.object({ message: z.string() }).meta({ id: 'Done' })

export const addPersonInput = {
  email: emailField,
  name: personName,
  role: roleField,
  password: newPassword.optional().describe('One is made, and shown once, when left out'),
  login_id: loginId.optional(),
  phone: phoneField.optional(),
}

export const updatePersonInput = {
  email: emailField.optional(),
  name: personName.optional(),
  role: roleField.optional(),
  is_enabled: z.boolean().optional(),
  login_id: loginId.nullable().optional(),
  phone: phoneField.nullable().optional(),
}

export const addedPerson = personView
  .extend({ generated_password: z.string().nullable().describe('Shown this once') })
  .meta({ id: 'AddedPerson' })

export const resetPassword = z
  .object({ generated_password: z.string().nullable().describe('Shown this once; null when one was given') })
  .meta({ id: 'ResetPassword' })

export const peopleSorts = ['name', 'email', 'role', 'last_login_at', 'created_at'] as const
export const peopleFilter = {
  q: z.string().max(200).optional().describe('Part of a name, e-mail address or login id'),
  role: roleField.optional(),
  is_enabled: z.boolean().optional(),
  is_approved: z.boolean().optional(),
  is_locked: z.boolean().optional(),
  sort: z.enum(peopleSorts).default('created_at'),
  order: z.enum(['asc', 'desc']).default('asc'),
}

export const duplicateCheck = z
  .object({ is_available: z.boolean(), taken: z.array(z.enum(['email', 'login_id'])) })
  .meta({ id: 'DuplicateCheck' })

export const invitationView = z
  .object({
    id: z.int(),
    email: z.string().nullable(),
    role: z.enum(roles),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    used_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Invitation' })
export const newInvitation = invitationView
  .extend({ code: z.string().describe('Shown this once; the register form takes it') })
  .meta({ id: 'NewInvitation' })
