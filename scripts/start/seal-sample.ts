import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CliEnvironment } from '../../src/cli/environment.ts';
import { connectService } from '../../src/cli/http-service.ts';
import type { DataFolder } from '../../src/main/data-folder.ts';
import { makeSample } from '../samples/make-sample.ts';
import type { Demo } from './enrol-demo.ts';
import { writeWhole } from './write-whole.ts';

/** Has the service seal a sample by HTTP unless that was done, and verifies it. */
export async function sealSample(
  cli: CliEnvironment,
  data: DataFolder,
  url: string,
  demo: Demo,
): Promise<{ sample: string; sealed: string }> {
  const sample = path.join(data.path, 'sample.pdf');
  const sealed = path.join(data.path, 'sample-sealed.pdf');
  if (!existsSync(sample)) writeWhole(sample, await makeSample('vi'));
  if (!existsSync(sealed)) {
    const service = connectService({ url, ...demo });
    const { pdf } = await service.seal({ name: 'sample.pdf', bytes: readFileSync(sample) });
    writeWhole(sealed, pdf);
  }
  const { indication, subIndication } = await cli.verify(readFileSync(sealed), await cli.network());
  console.log(`${path.basename(sealed)}: ${[indication, subIndication].filter(Boolean).join(' / ')}`);
  return { sample, sealed };
}
