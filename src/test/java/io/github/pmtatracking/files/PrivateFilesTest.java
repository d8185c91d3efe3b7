package io.github.pmtatracking.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
  @TempDir private Path folder;

  @Test
  void foldersAreForOwnerAndGroupAndThoseAboveLetOthersPass() throws Exception {
    Path made = PrivateFiles.createFolder(folder.resolve("a/b"));
    assertEquals("rwxr-x---", mode(made));
    assertEquals("rwxr-x--x", mode(folder.resolve("a")));
    assertEquals("rwx------", mode(PrivateFiles.createOwnerFolder(folder.resolve("own"))));
  }

  @Test
  void aFolderThatExistsKeepsItsMode() throws Exception {
    Path made = Files.createDirectory(folder.resolve("a"));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    PrivateFiles.createFolder(made);
    assertEquals("rwxrwxrwx", mode(made));
  }

  @Test
  void aFileInThePlaceOfAFolderIsRefused() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThrows(FileAlreadyExistsException.class, () -> PrivateFiles.createFolder(file));
  }

  @Test
  void filesAreForOwnerAndGroup() throws Exception {
    Path file = folder.resolve("file");
    PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    assertEquals("rw-r-----", mode(file));
    PrivateFiles.createOwnerFile(file);
    assertEquals("rw-------", mode(file));
  }

  @Test
  void anEmptyFileForAllCanBeMadeTwice() throws Exception {
    Path file = folder.resolve("lock");
    PrivateFiles.createEmptyForAll(file);
    PrivateFiles.createEmptyForAll(file);
    assertEquals("rw-r--r--", mode(file));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
