using System.Net;
using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Http;

/// <summary>Log messages about requests to the service.</summary>
internal static partial class HttpLogMessages
{
    [LoggerMessage(LogLevel.Information, "Listening at {Address}")]
    public static partial void Listening(ILogger log, Uri address);

    [LoggerMessage(LogLevel.Debug, "Request to {Path} answered with {Status}: {Reason}")]
    public static partial void Refused(ILogger log, string path, int status, string reason);

    [LoggerMessage(LogLevel.Error, "Request to {Path} failed with status 500")]
    public static partial void Broke(ILogger log, string path, Exception error);

    [LoggerMessage(LogLevel.Error, "Background work of a request failed")]
    public static partial void WorkBroke(ILogger log, Exception error);

    [LoggerMessage(LogLevel.Warning, "Background work of a request was not finished before the service stopped")]
    public static partial void GaveUp(ILogger log);

    [LoggerMessage(LogLevel.Warning, "Request to {Path} from {Address}: wrong login or password")]
    public static partial void WrongPassword(ILogger log, string path, IPAddress address);

    [LoggerMessage(LogLevel.Warning,
        "Request to {Path} from {Address} is refused: {Page}, of another site, sent it with the login that the browser "
        + "remembers")]
    public static partial void CrossSite(ILogger log, string path, IPAddress address, string page);

    [LoggerMessage(LogLevel.Warning,
        "{Address} holds {Max} connections, half of all; further ones are closed at once")]
    public static partial void TooManyConnections(ILogger log, IPAddress address, int max);

    [LoggerMessage(LogLevel.Information, "Certificate {File} is in use, valid until {Expires:u}")]
    public static partial void NewCertificate(ILogger log, string file, DateTime expires);

    [LoggerMessage(LogLevel.Error, "Certificate {File} expired at {Expires:u}; browsers reject it. Renew it")]
    public static partial void Expired(ILogger log, string file, DateTime expires);

    [LoggerMessage(LogLevel.Error,
        "The new certificate cannot be used; the old one stays in use: {Problem}")]
    public static partial void OldCertificateStays(ILogger log, string problem);
}
