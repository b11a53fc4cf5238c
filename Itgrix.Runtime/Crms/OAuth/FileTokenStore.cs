using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>Tokens in a file that only its owner may read.</summary>
internal sealed class FileTokenStore(string path) : ITokenStore
{
    private const int MaxBytes = 64 << 10;

    public async Task<OAuthTokens?> LoadAsync(CancellationToken token)
    {
        try
        {
            if (!File.Exists(path))
                return Nothing();
            if (new FileInfo(path).Length > MaxBytes)
                throw new InvalidDataException("it is too large");
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(path, token));
            return Read(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException)
        {
            throw new IOException(
                $"{path} holds no tokens ({error.Message}): delete it, and connect the account again.", error);
        }
        catch (Exception error) when (error is UnauthorizedAccessException
            || error is IOException && !error.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new IOException($"{path} cannot be read: {error.Message}", error);
        }
    }

    public Task SaveAsync(OAuthTokens tokens, CancellationToken token)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?>
        {
            ["access_token"] = tokens.Access?.Reveal(),
            ["refresh_token"] = tokens.Refresh.Reveal(),
            ["origin"] = tokens.Origin,
            ["expires"] = tokens.Expires?.ToString("O"),
            ["state"] = tokens.State.ToString(),
            ["application_token"] = tokens.Application?.Reveal(),
            ["account"] = tokens.Account,
        });
        try
        {
            DurableFile.Write(path, json);
            return Task.CompletedTask;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw Unwritable(error);
        }
    }

    // Known before somebody connects the account: what the CRM gives then is good once.
    private OAuthTokens? Nothing()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var probe = new FileStream($"{path}.{Guid.NewGuid():n}", new FileStreamOptions
                { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return null;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw Unwritable(error);
        }
    }

    private IOException Unwritable(Exception error) =>
        new($"{path} cannot be written: {error.Message} Make room, or the folder writable.", error);

    private static OAuthTokens Read(JsonElement json)
    {
        return new()
        {
            Access = Text("access_token") is { Length: > 0 } access ? new Secret(access) : null,
            Refresh = new(Text("refresh_token") ?? throw new InvalidDataException("refresh_token is missing")),
            Origin = Text("origin") ?? "",
            Expires = Text("expires") is { } expires ? Time(expires) : null,
            State = Enum.TryParse<TokenState>(Text("state"), out var state) ? state : TokenState.Usable,
            Application = Text("application_token") is { Length: > 0 } application ? new Secret(application) : null,
            Account = Text("account") ?? "",
        };

        DateTimeOffset Time(string text) =>
            DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, default, out var time)
            ? time : throw new InvalidDataException("expires is no time");

        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
