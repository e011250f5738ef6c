using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Edge.Cloud.Configuration;

namespace Edge.Cloud.Artifacts;

/// <summary>Files in a bucket. S3 shows an object only when all of it has arrived, so a broken upload leaves nothing.</summary>
internal sealed class S3ArtifactStore : IArtifactStore, IDisposable
{
    /// <summary>S3 takes 5 GiB in one request; parts begin well before, and may be up to 10,000.</summary>
    private const long DefaultPartBytes = 64L << 20;

    private readonly AmazonS3Client _client;
    private readonly S3Settings _settings;
    private readonly long _partBytes;

    /// <summary>A store in the bucket of <paramref name="settings"/>.</summary>
    /// <param name="settings">The bucket.</param>
    /// <param name="partBytes">Larger files are sent in parts of this size; Amazon wants 5 MiB or more.</param>
    /// <exception cref="InvalidOperationException">The settings don't name a bucket, or a key without its secret.</exception>
    public S3ArtifactStore(S3Settings settings, long partBytes = DefaultPartBytes)
    {
        if (settings.Bucket.Length == 0)
            throw new InvalidOperationException("artifacts:s3:bucket is missing; it names a bucket that exists");
        _settings = settings;
        _partBytes = partBytes;
        var configuration = new AmazonS3Config
        {
            ForcePathStyle = settings.BucketInPath,
            AuthenticationRegion = settings.Region,
            // Other services do not know Amazon's newer checksums; TLS and our own hashes check the bytes.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.ServiceUrl.Length > 0)
            configuration.ServiceURL = settings.ServiceUrl;
        else
            configuration.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(settings.Region);
        if (settings.AccessKey.Length == 0)
            _client = new AmazonS3Client(configuration);
        else if (settings.SecretKeyFile.Length == 0)
            throw new InvalidOperationException("artifacts:s3:secretKeyFile is missing; it names the file with the secret of artifacts:s3:accessKey");
        else
            _client = new AmazonS3Client(new BasicAWSCredentials(settings.AccessKey, File.ReadAllText(settings.SecretKeyFile).Trim()), configuration);
    }

    /// <inheritdoc/>
    public Task PutAsync(string key, Stream content, CancellationToken cancel)
    {
        string name = NameOf(key);
        return GuardAsync("write", key, async () =>
        {
            if (content.Length - content.Position <= _partBytes)
            {
                await _client.PutObjectAsync(
                    new PutObjectRequest { BucketName = _settings.Bucket, Key = name, InputStream = content, AutoCloseStream = false, UseChunkEncoding = false }, cancel);
            }
            else
            {
                await PutPartsAsync(name, content, cancel);
            }

            return true;
        });
    }

    /// <inheritdoc/>
    public Task<long?> SizeAsync(string key, CancellationToken cancel)
    {
        string name = NameOf(key);
        return GuardAsync<long?>("find", key, async () =>
        {
            try
            {
                return (await _client.GetObjectMetadataAsync(_settings.Bucket, name, cancel)).ContentLength;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        });
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, long offset, long? length, CancellationToken cancel)
    {
        string name = NameOf(key);
        return GuardAsync<Stream?>("read", key, async () =>
        {
            // A range of nothing can't be asked for.
            if (length == 0)
                return await SizeAsync(key, cancel) is null ? null : new MemoryStream();
            var request = new GetObjectRequest { BucketName = _settings.Bucket, Key = name };
            if (offset > 0 || length is not null)
                request.ByteRange = new ByteRange(length is { } limited ? $"bytes={offset}-{offset + limited - 1}" : $"bytes={offset}-");
            try
            {
                GetObjectResponse response = await _client.GetObjectAsync(request, cancel);
                // A service may answer a range with all of the object: its beginning is then still right, its middle is not.
                if (offset > 0 && response.HttpStatusCode != HttpStatusCode.PartialContent)
                {
                    response.Dispose();
                    throw new AmazonServiceException($"the service gave the whole object, asked for what is behind byte {offset}");
                }

                return length is { } whole ? new PartStream(response.ResponseStream, whole) : response.ResponseStream;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        });
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancel)
    {
        string name = NameOf(key);
        return GuardAsync("delete", key, async () => await _client.DeleteObjectAsync(_settings.Bucket, name, cancel));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task<T> GuardAsync<T>(string what, string key, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new ArtifactStoreException($"could not {what} artifact '{key}': {e.Message}", e);
        }
    }

    private async Task PutPartsAsync(string name, Stream content, CancellationToken cancel)
    {
        string upload = (await _client.InitiateMultipartUploadAsync(_settings.Bucket, name, cancel)).UploadId;
        try
        {
            var finished = new List<PartETag>();
            while (content.Position < content.Length)
            {
                int number = finished.Count + 1;
                var part = new UploadPartRequest
                {
                    BucketName = _settings.Bucket,
                    Key = name,
                    UploadId = upload,
                    PartNumber = number,
                    PartSize = Math.Min(_partBytes, content.Length - content.Position),
                    InputStream = content,
                    UseChunkEncoding = false,
                };
                finished.Add(new PartETag(number, (await _client.UploadPartAsync(part, cancel)).ETag));
            }

            await _client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = _settings.Bucket, Key = name, UploadId = upload, PartETags = finished }, cancel);
        }
        catch
        {
            // What has arrived would be paid for until somebody removes it.
            await _client.AbortMultipartUploadAsync(_settings.Bucket, name, upload, CancellationToken.None);
            throw;
        }
    }

    private string NameOf(string key) => _settings.Prefix + ArtifactKey.Check(key);
}
