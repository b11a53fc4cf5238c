using System.IO.Compression;
using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Tests.Support;

/// <summary>The site of an account with the built archive of the widget uploaded.</summary>
internal sealed class AccountPage : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private AccountPage()
    {
        var archive = new MemoryStream(WidgetArchive.Pack(ProjectFolder.Of("widget")));
        Files = new ZipArchive(archive).Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            return content.ToArray();
        });
    }

    public IReadOnlyDictionary<string, byte[]> Files { get; }

    public ConnectorHttp Http { get; private set; } = null!;

    public static async Task<AccountPage> StartAsync(TestCertificate certificate)
    {
        var page = new AccountPage();
        page.Http = await ConnectorHttp.StartAsync(new()
        {
            Port = 0,
            Certificate = page._folder.Write("certificate.pem", certificate.Pem),
            Key = page._folder.Write("key.pem", certificate.Key),
        }, _ => { }, page.Map, CancellationToken.None);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Http.DisposeAsync();
        _folder.Dispose();
    }

    private void Map(IEndpointRouteBuilder server)
    {
        var routes = server.MapGroup("").AllowAnonymous("it is the site of a test");
        routes.MapGet("/", context => SendAsync(context, "text/html", Own("page.html")));
        routes.MapGet("/loader.js", context => SendAsync(context, "text/javascript", Own("loader.js")));
        routes.MapGet(
            "/upload/{**file}", context => Files.TryGetValue($"{context.Request.RouteValues["file"]}", out var content)
            ? SendAsync(context, "", content) : new PlainAnswer(StatusCodes.Status404NotFound).ExecuteAsync(context));
    }

    private static byte[] Own(string name) =>
        File.ReadAllBytes(ProjectFolder.Of("tests/Itgrix.Tests/Crms/Kommo/Widget/account", name));

    private static async Task SendAsync(HttpContext context, string type, byte[] content)
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(content);
    }
}
