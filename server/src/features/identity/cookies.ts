import { day } from '#kernel/clock.ts'

/** With TLS the `__Host-` prefix makes the browser refuse a cookie that another host or path has set. */
export const sessionCookie = (isSecure: boolean): string => (isSecure ? '__Host-bongsu_session' : 'bongsu_session')

/** Tells a browser the person has used before from a stranger's. It opens nothing by itself. */
export const deviceCookie = (isSecure: boolean): string => (isSecure ? '__Host-bongsu_device' : 'bongsu_device')
export const deviceCookieMs = 180 * day
