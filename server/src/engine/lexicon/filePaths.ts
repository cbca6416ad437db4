import { names } from './names.ts';
import { prose } from './prose.ts';

/** Parameters that are the name or the path of a file. `file` alone is an id in most APIs. */
export const fileParameters = names('filePaths/fileParameters', {
  at: 'whole',
  en: 'filename, filepath, dir, directory, folder path, template file, attachment name',
});

/** The same, with more in front: `reportFileName`. */
export const fileNames = names('filePaths/fileNames', { at: 'last', en: 'file name, file path' });

/** The name is given to a download or an upload, and opens no file. */
export const downloadNames = prose('filePaths/downloadNames', {
  reads: 'topic',
  en: `
    content disposition, being uploaded, export|download|output filename, export|download|output file name
    name|filename of|for the export|exported|download|downloaded|archive|generated
  `,
});

/** The description says that folders may stand in front of the name. */
export const folderTexts = prose('filePaths/folderTexts', {
  reads: 'claim',
  en: 'subdirectory|subdirectories, subfolder|subfolders, slash|slashes, or path, folder|directory and',
});

/** In a path: the folder belongs to a repository, not to a disk. */
export const repositoryWords = names('filePaths/repositoryWords', {
  at: 'anywhere',
  en: 'repo, repository, commit, branch, git, ref',
});

/** In front of an ID in a path: the ID says which file is opened. */
export const storedFiles = names('filePaths/storedFiles', {
  at: 'last',
  en: 'file, document, attachment, blob, image',
});

/** In a path: it returns a list of what is searched for. */
export const searchPaths = names('filePaths/searchPaths', { at: 'anywhere', en: 'filter, search' });

/** Parameters of a list that is read page by page. */
export const pagingParameters = names('filePaths/pagingParameters', {
  at: 'whole',
  en: 'limit, offset, page, per page, page size, cursor, order, ordering, order by, sort',
});
