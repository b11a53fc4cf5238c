using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Itgrix.Runtime.Http;

/// <summary>The policies of routes, each with the authentication scheme of its name.</summary>
internal static class Access
{
    private static readonly ILogger Log = AppLog.For("http");

    /// <summary>The administrator.</summary>
    public const string Admin = "admin";

    /// <summary>The scraper's token, or the administrator.</summary>
    public const string Metrics = "metrics";

    /// <summary>The token of commands on this machine, or the administrator.</summary>
    public const string Local = "local";

    // By default a scheme lets nobody in.
    private const string Denied = "denied";

    /// <summary>Denies every route without a policy.</summary>
    public static AuthenticationBuilder AddAccess(this IServiceCollection services)
    {
        // AddAuthentication also brings data protection, which writes keys to the home folder.
        services.AddAuthenticationCore(options => options.DefaultScheme = Denied);
        services.TryAddSingleton(UrlEncoder.Default);
        services.TryAddSingleton(TimeProvider.System);
        // Requests without a route are answered with 404 or 405.
        services.AddAuthorization(options => options.FallbackPolicy = new AuthorizationPolicyBuilder(Denied)
            .RequireAssertion(access => access.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build());
        return new AuthenticationBuilder(services).AddScheme<TokenOptions, TokenHandler>(Denied, null);
    }

    /// <param name="admin"><c>null</c>: there is no admin, and access is denied.</param>
    public static AuthenticationBuilder AddAdmin(
        this AuthenticationBuilder access, DigestHash? admin, TimeProvider time) =>
        access.AddPolicy<AdminOptions, AdminHandler>(Admin, options =>
            (options.Admin, options.Attempts, options.Nonces) = (admin, new(time), new(time)));

    /// <param name="token"><c>null</c>: only the administrator is allowed.</param>
    public static AuthenticationBuilder AddMetrics(
        this AuthenticationBuilder access, Secret? token, TimeProvider time) =>
        access.AddToken(Metrics, token, time, options =>
        {
            options.ForwardDefaultSelector = context =>
                token is null || AuthorizationHeader.Bearer(context) is null ? Admin : null;
            options.Wrong = (context, address) =>
            {
                HttpLogMessages.WrongPassword(Log, context.Request.Path, address);
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return JsonAnswer.Error(StatusCodes.Status401Unauthorized, "wrong_token", "The token is wrong.");
            };
        });

    public static AuthenticationBuilder AddLocal(this AuthenticationBuilder access, Secret token) =>
        access.AddToken(Local, token, null, options =>
        {
            options.ForwardDefaultSelector = context => AuthorizationHeader.Bearer(context) is null ? Admin : null;
            options.Wrong = (_, _) => JsonAnswer.Error(StatusCodes.Status401Unauthorized, "wrong_token",
                "That is not the service's token: a new one is made at each start.");
        });

    /// <summary>Adds a policy for programs that present a token.</summary>
    /// <param name="time">Limits wrong tokens per address; <c>null</c>: the token is too long to be guessed.</param>
    public static AuthenticationBuilder AddToken(
        this AuthenticationBuilder access,
        string name, Secret? token, TimeProvider? time, Action<TokenOptions> configure)
    {
        var right = token?.Reveal() ?? "";
        return access.AddPolicy<TokenOptions, TokenHandler>(name, options =>
        {
            // Without a token in the configuration every one is wrong.
            options.LetsIn = (_, presented) => ConstantTime.Same(presented, right) && right.Length > 0;
            options.Attempts = time is null ? null : new(time, TokenOptions.AttemptsAtOnce);
            configure(options);
        });
    }

    /// <summary>Adds a policy for clients that a handler authenticates.</summary>
    public static AuthenticationBuilder AddPolicy<TOptions, THandler>(
        this AuthenticationBuilder access, string name, Action<TOptions> configure)
        where TOptions : AuthenticationSchemeOptions, new()
        where THandler : AccessHandler<TOptions>
    {
        access.Services.AddAuthorizationBuilder()
            .AddPolicy(name, policy => policy.AddAuthenticationSchemes(name).RequireAuthenticatedUser());
        return access.AddScheme<TOptions, THandler>(name, configure);
    }
}
