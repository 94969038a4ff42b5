import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** DokuWiki and the libraries that Debian keeps in packages of their own. */
const packages = ['dokuwiki', 'php-geshi', 'php-phpseclib', 'libphp-simplepie'];

/**
 * Makes the folder of an application that nobody here wrote: DokuWiki from Debian's packages, put together again as its own archive has it
 * (Debian spreads it over /usr/share, /etc and /var/lib and writes these paths into it). Downloads 5 MB by apt-get.
 * @returns the folder with index.php
 */
export async function dokuwiki(folder: string): Promise<string> {
  const unpacked = join(folder, 'unpacked');
  const site = join(folder, 'dokuwiki');
  await mkdir(unpacked, { recursive: true });
  await run('apt-get', ['download', ...packages], { cwd: folder });
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg', ['-x', join(folder, file), unpacked]);
  }
  const skipLinks = { recursive: true, filter: (path: string) => !/lib\/(plugins|tpl)$|\.htaccess$/.test(path) };
  await cp(join(unpacked, 'usr/share/dokuwiki'), site, skipLinks);
  await cp(join(unpacked, 'var/lib/dokuwiki/lib'), join(site, 'lib'), { recursive: true });
  await cp(join(unpacked, 'var/lib/dokuwiki/data'), join(site, 'data'), { recursive: true });
  await cp(join(unpacked, 'etc/dokuwiki'), join(site, 'conf'), {
    recursive: true,
    filter: (path) => !/auth\.php$/.test(path),
  });
  await cp(join(unpacked, 'usr/share/php-geshi'), join(site, 'vendor/php-geshi'), { recursive: true });
  await cp(join(unpacked, 'usr/share/php/phpseclib'), join(site, 'vendor/phpseclib'), { recursive: true });
  await cp(join(unpacked, 'usr/share/php/simplepie'), join(site, 'vendor/simplepie'), {
    recursive: true,
    dereference: true,
  });
  await rm(join(site, 'inc/preload.php'));
  await ownPaths(site);
  await writeFile(join(site, 'conf/local.php'), "<?php\n$conf['title'] = 'Wiki of the test';\n$conf['useacl'] = 0;\n");
  return site;
}

/** Turns the absolute paths that Debian wrote into the code into such below the folder. */
async function ownPaths(site: string): Promise<void> {
  const replace = async (file: string, replacements: [RegExp, string][]) => {
    const path = join(site, file);
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      replacements.reduce((changed, [from, to]) => changed.replaceAll(from, to), text),
    );
  };
  const vendor = "__DIR__ . '/..";
  const composer: [RegExp, string][] = [
    [/(\$vendorDir \. )?'\/usr\/share\/php\/phpseclib/g, `${vendor}/phpseclib`],
    [/'\/usr\/share\/php\/simplepie/g, `${vendor}/simplepie`],
    [/'\/usr\/share\/php-geshi/g, `${vendor}/php-geshi`],
  ];
  for (const name of ['files', 'psr4', 'namespaces', 'static', 'classmap']) {
    await replace(`vendor/composer/autoload_${name}.php`, composer);
  }
  await replace('inc/parserutils.php', [[/'\/usr\/share\/php-geshi/g, "DOKU_INC . 'vendor/php-geshi"]]);
  await replace('inc/load.php', [[/'\/usr\/share\/php\/simplepie/g, "DOKU_INC . 'vendor/simplepie"]]);
  await replace('conf/dokuwiki.php', [[/\/var\/lib\/dokuwiki\/data/g, './data']]);
}
