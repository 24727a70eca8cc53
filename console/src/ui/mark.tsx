/** The beacon: a flame on its tower. Decorative wherever the name stands beside it. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden>
      <path
        d="M12 1.5c3 2.7 4.5 4.9 4.5 7a4.5 4.5 0 0 1-9 0c0-2.1 1.5-4.3 4.5-7z"
        fill="var(--b-beacon, var(--b-accent-fill))"
      />
      <path d="M8 14.5h8l.6 3.4H7.4zM6.9 19.1h10.2l.6 3.4H6.3z" fill="currentColor" />
    </svg>
  )
}
