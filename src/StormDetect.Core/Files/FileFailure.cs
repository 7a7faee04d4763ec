using System;
using System.IO;

namespace StormDetect.Core;

/// <summary>What a failure of the file system means, where the runtime has no exception of its own for it. Windows says so by number, other systems by errno.</summary>
internal static class FileFailure
{
    private const int WindowsSharing = unchecked((int)0x80070020);
    private const int WindowsLocked = unchecked((int)0x80070021);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsQuota = unchecked((int)0x8007050F);
    private const int UnixNoSpace = 28;

    // EDQUOT of Linux and of macOS.
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;

    // EWOULDBLOCK of Linux and of macOS.
    private const int LinuxLockHeld = 11;
    private const int MacLockHeld = 35;

    /// <summary>Whether somebody else holds the file.</summary>
    public static bool IsSharing(Exception? cause) => cause is IOException and not (FileNotFoundException or DirectoryNotFoundException)
        && cause.HResult is WindowsSharing or WindowsLocked or LinuxLockHeld or MacLockHeld;

    /// <summary>Whether there is no room: the disk is full, or what its user may have of it.</summary>
    public static bool IsDiskFull(Exception? cause) => cause is IOException
        && (cause.HResult is WindowsDiskFull or WindowsHandleDiskFull or WindowsQuota or UnixNoSpace || cause.HResult == (OperatingSystem.IsMacOS() ? MacQuota : LinuxQuota));
}
