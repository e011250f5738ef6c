namespace Edge.Cloud.Artifacts;

/// <summary>
/// Big files by key: releases, pictures. A key is one or more parts of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, joined by
/// slashes, no part beginning with a dot, at most 512 characters (<see cref="ArtifactKey"/>). Safe for any number of threads and instances.
/// </summary>
public interface IArtifactStore
{
    /// <summary>Keeps a file: whole and durable when this returns, or not there at all. What had the key is replaced at once.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">Its bytes, from the current position to the end; must be able to seek. Left open.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ArgumentException">The key is not one.</exception>
    /// <exception cref="ArtifactStoreException">The store can't be reached, or refuses.</exception>
    Task PutAsync(string key, Stream content, CancellationToken cancel);

    /// <summary>Size of a file in bytes; null when there is none of that key.</summary>
    /// <exception cref="ArtifactStoreException">The store can't be reached, or refuses.</exception>
    Task<long?> SizeAsync(string key, CancellationToken cancel);

    /// <summary>Opens a part of a file, to be disposed by the caller; null when there is none of that key.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="offset">First byte that is wanted, within the file.</param>
    /// <param name="length">Bytes that are wanted, within the file; null: to its end.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ArtifactStoreException">The store can't be reached, or refuses.</exception>
    Task<Stream?> OpenAsync(string key, long offset, long? length, CancellationToken cancel);

    /// <summary>Removes a file; nothing happens when there is none.</summary>
    /// <exception cref="ArtifactStoreException">The store can't be reached, or refuses.</exception>
    Task DeleteAsync(string key, CancellationToken cancel);
}
