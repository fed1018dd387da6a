/** `taskyard env`: prints what points the official SDK at the running host. */
import { Command } from 'commander'
import { runningClient } from './consoleClient.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'

type EnvOptions = { dir?: string; workspace?: string; json?: boolean }

export function envCommand(): Command {
  return new Command('env')
    .description('Print what points the SDK at the running host: eval "$(taskyard env)"')
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON')
    .action(env)
}

async function env(options: EnvOptions): Promise<void> {
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  const { fcEndpoint, accessKeyId, accessKeySecret, region, account } = await client['host.info']({})
  const facts = { endpoint: fcEndpoint, protocol: 'http', region, accountId: account.uid, accessKeyId, accessKeySecret }
  process.stdout.write(options.json ? `${JSON.stringify(facts)}\n` : shellText(facts))
}

type Facts = { endpoint: string; protocol: string; region: string; accountId: string } & AccessKey
type AccessKey = { accessKeyId: string; accessKeySecret: string }

function shellText({ endpoint, protocol, region, accountId, accessKeyId, accessKeySecret }: Facts): string {
  const variables = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    TASKYARD_ENDPOINT: endpoint,
    TASKYARD_PROTOCOL: protocol,
    TASKYARD_REGION: region,
    TASKYARD_ACCOUNT_ID: accountId,
  }
  return [
    ...Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`),
    '#',
    '# In JavaScript, with @alicloud/fc20230330 and @alicloud/openapi-core:',
    "#   const { default: FC } = require('@alicloud/fc20230330')",
    "#   const { $OpenApiUtil } = require('@alicloud/openapi-core')",
    '#   const { env } = process',
    '#   const client = new FC(new $OpenApiUtil.Config({',
    '#     accessKeyId: env.ALIBABA_CLOUD_ACCESS_KEY_ID, accessKeySecret: env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,',
    '#     endpoint: env.TASKYARD_ENDPOINT, protocol: env.TASKYARD_PROTOCOL, regionId: env.TASKYARD_REGION,',
    '#   }))',
    '',
  ].join('\n')
}
