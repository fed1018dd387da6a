/** Which values of an environment are not to be shown (DESIGN.md section 8). Better one too many. */
const SECRET_NAME = /KEY|SECRET|TOKEN|PASSW|PWD|CREDENTIAL/i

const SECRET_VALUES: readonly RegExp[] = [
  /\bLTAI[A-Za-z0-9]{12,}/, // Alibaba Cloud
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/, // AWS
  /\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}/,
  /\b(sk|pk|rk)[-_][A-Za-z0-9_-]{16,}/, // of many services
  /\bxox[a-z]-[A-Za-z0-9-]{10,}/, // Slack
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/, // a JSON web token
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /:\/\/[^/\s:@]*:[^/\s@]+@/, // a URL with a password
]

export const isSecret = (name: string, value: string) =>
  SECRET_NAME.test(name) || SECRET_VALUES.some((pattern) => pattern.test(value))

/** A secret's value is the empty text, so that it is not even sent. */
export function maskedEnvironment(environment: Record<string, string>) {
  return Object.entries(environment).map(([name, value]) => {
    const isHidden = isSecret(name, value)
    return { name, value: isHidden ? '' : value, isSecret: isHidden }
  })
}
