namespace Edge.Contracts.Packs;

/// <summary>The files of a pack while it is read: names, number and sizes are checked before each one is.</summary>
internal sealed class PackContents(string origin, PackLimits limits)
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _folders = new(StringComparer.OrdinalIgnoreCase);
    private long _totalBytes;

    /// <summary>What was read; names exactly as they are.</summary>
    public Dictionary<string, byte[]> Files => new(_files, StringComparer.Ordinal);

    /// <summary>Reads exactly <paramref name="sizeBytes"/> bytes from <paramref name="open"/> as the file <paramref name="path"/>.</summary>
    /// <exception cref="PackRefusedException">Its name, its size or the number of files is not allowed.</exception>
    public void Add(string path, long sizeBytes, Func<Stream> open)
    {
        PackPaths.Check(path, origin);
        if (_files.Count >= limits.MaximumFiles)
            throw new PackRefusedException(PackFault.Oversize, $"pack '{origin}' has more than {limits.MaximumFiles} files");
        CheckName(path);
        long limit = path is PackManifest.FileName or PackSignatures.FileName ? limits.MaximumManifestBytes : limits.MaximumFileBytes;
        // Pipes, sockets and devices have no size, so they end here and are never opened.
        if (sizeBytes < 1 || sizeBytes > limit)
            throw new PackRefusedException(PackFault.Oversize, $"pack '{origin}': '{path}' has {sizeBytes} bytes; allowed: 1 to {limit}");
        _totalBytes += sizeBytes;
        if (_totalBytes > limits.MaximumTotalBytes)
            throw new PackRefusedException(PackFault.Oversize, $"pack '{origin}' has more than {limits.MaximumTotalBytes} bytes in all, at '{path}'");

        byte[] bytes = new byte[sizeBytes];
        using Stream stream = open();
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length || stream.ReadByte() >= 0)
            throw new PackRefusedException(PackFault.Bomb, $"pack '{origin}': '{path}' is not {sizeBytes} bytes long, as its directory says");
        _files.Add(path, bytes);
    }

    private void CheckName(string path)
    {
        if (_files.ContainsKey(path))
            throw new PackRefusedException(PackFault.DuplicateName, $"pack '{origin}' has '{path}' twice, or in two letter cases");
        if (_folders.Contains(path))
            throw new PackRefusedException(PackFault.DuplicateName, $"pack '{origin}' has '{path}' as a file and as a folder");
        for (int end = path.IndexOf('/', StringComparison.Ordinal); end > 0; end = path.IndexOf('/', end + 1))
        {
            string folder = path[..end];
            if (_files.ContainsKey(folder))
                throw new PackRefusedException(PackFault.DuplicateName, $"pack '{origin}' has '{folder}' as a file and as a folder");
            _folders.Add(folder);
        }
    }
}
