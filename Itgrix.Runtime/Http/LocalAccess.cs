using System.Security.Cryptography;
using System.Text;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Files;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Lets in who can read the service's own files: commands on this machine, by a token that is made at each start.
/// Others go by <paramref name="others"/>, if there is such a way.
/// </summary>
internal sealed class LocalAccess(Secret token, IAccess? others = null) : IAccess
{
    private const string File = "access.token";

    private readonly TokenVerifier _gate = new(token);

    /// <summary>Where the token is kept: in the folder of what the service keeps.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, File);

    /// <summary>Makes a new token.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static LocalAccess Make(string folder, IAccess? others = null)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        try
        {
            DurableFile.Write(FileIn(folder), Encoding.ASCII.GetBytes(token));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{FileIn(folder)} cannot be written: {error.Message}", error);
        }
        return new(new(token), others);
    }

    public Task<JsonAnswer?> RefusalAsync(HttpContext context)
    {
        if (BearerToken.From(context) is { } shown)
            return Task.FromResult(_gate.LetsIn(shown) ? null : JsonAnswer.Error(
                StatusCodes.Status401Unauthorized, "wrong_token",
                "That is not the service's token: it is made at each start."));
        return others?.RefusalAsync(context) ?? Task.FromResult<JsonAnswer?>(JsonAnswer.Error(
            StatusCodes.Status401Unauthorized, "no_token", "Ask by run.sh on the machine of the service."));
    }
}
