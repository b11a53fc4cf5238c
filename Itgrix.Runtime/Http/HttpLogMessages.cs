using System.Net;
using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Runtime.Http;

/// <summary>Log messages about requests to the service.</summary>
internal static class HttpLogMessages
{
    private static readonly Logger Log = LogManager.GetLogger("http");

    public static void Listening(Uri address) => Log.Info("Listening at {Address}", address);

    public static void Refused(string path, int status, string reason) =>
        Log.Debug("Request to {Path} answered with {Status}: {Reason}", path, status, reason);

    public static void Broke(string path, Exception error) =>
        Log.Failure(error, "Request to {Path} failed with status 500", path);

    public static void WorkBroke(Exception error) => Log.Failure(error, "Background work of a request failed");

    public static void GaveUp() => Log.Warn("Background work of a request was not finished before the service stopped");

    public static void WrongPassword(string path, IPAddress address) =>
        Log.Warn("Request to {Path} from {Address}: wrong login or password", path, address);

    public static void TooManyConnections(IPAddress address, int max) => Log.Warn(
        "{Address} holds {Max} connections, half of all; further ones are closed at once", address, max);

    public static void NewCertificate(string file, DateTime expires) =>
        Log.Info("Certificate {File} is in use, valid until {Expires:u}", file, expires);

    public static void Expired(string file, DateTime expires) =>
        Log.Error("Certificate {File} expired at {Expires:u}; browsers reject it. Renew it", file, expires);

    public static void OldCertificateStays(string problem) =>
        Log.Error("The new certificate cannot be used; the old one stays in use: {Problem}", problem);
}
