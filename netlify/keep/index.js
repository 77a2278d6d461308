// Keeps what a build fetched and remembers for the next one. Neither changes what is published.
const FOLDERS = [".store", ".cache"];

export const onPreBuild = async ({ utils }) => {
  await utils.cache.restore(FOLDERS);
};

export const onPostBuild = async ({ utils }) => {
  await utils.cache.save(FOLDERS);
};
